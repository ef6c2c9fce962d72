import { nodeHttp } from '../core/cloud/https';
import { defineTimer } from '../core/handler/define';
import { readWeChatAccount } from '../core/handler/wechat-account';
import { refreshAccessToken } from '../core/wechat/refresh';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export const main = defineTimer('refreshAccessToken', (ports) =>
  refreshAccessToken({ ...ports, http: nodeHttp, sleep }, readWeChatAccount(ports.env)),
);
