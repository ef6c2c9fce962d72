import type { Order } from '../words';
import type { Ports } from '../ports';
import { TOKEN_LIFE } from '../limits';
import { wake } from '../messages/wake';

/**
 * Opens the credits of a paid order; repeating it changes nothing. Called with WeChat's word only:
 * its payment callback or its answer to a query. Neither names the prepay_id: if the order has had
 * two, WeChat refuses the unpaid one as a whole at its first use.
 * @param paidAt the payment's own time, ms since 1970
 */
export async function openPaymentCredits(
  ports: Ports,
  order: Order,
  paidAt: number,
): Promise<void> {
  await ports.db.update(
    'credits',
    { sn: order._id, kind: 'payment', state: 'pending' },
    { state: 'open', openedAt: paidAt, expiresAt: paidAt + TOKEN_LIFE },
  );
  await wake(ports, order.openid);
}
