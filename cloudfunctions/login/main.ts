import { defineFunction } from '../core/handler/define';
import { nothing } from '../core/handler/schemas';
import { login } from '../core/users/login';

export const main = defineFunction('login', nothing, (call) => login(call, call.openid));
