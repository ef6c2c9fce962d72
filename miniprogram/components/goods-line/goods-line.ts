import type { Line } from '../../services/baskets';

const empty: Line = { goodsId: '', title: '', picture: '', priceText: '', quantity: 0 };

/** One line of a basket or an order. With `custom` the slot stands where the quantity would. */
Component({
  properties: {
    line: { type: Object, value: empty },
    custom: Boolean,
  },
});
