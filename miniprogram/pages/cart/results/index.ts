Page({
  data: { paid: false, sn: '' },

  onLoad(query: Record<string, string | undefined>) {
    const { sn = '' } = JSON.parse(decodeURIComponent(query.orderInfo ?? '%7B%7D')) as {
      sn?: string;
    };
    this.setData({ paid: query.status === '1', sn });
  },
});
