export { payCallback as main } from '../core/orders/callback';
