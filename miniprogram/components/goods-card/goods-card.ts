/** Goods as the card shows them. */
export interface ShownGoods {
  _id: string;
  title: string;
  picture: string;
  priceText: string;
}

const empty: ShownGoods = { _id: '', title: '', picture: '', priceText: '' };

/** Goods in the shop. `add` and `buy` fire with `{goodsId}`. */
Component({
  properties: {
    goods: { type: Object, value: empty },
  },

  methods: {
    onAdd() {
      this.triggerEvent('add', { goodsId: this.data.goods._id });
    },

    onBuy() {
      this.triggerEvent('buy', { goodsId: this.data.goods._id });
    },
  },
});
