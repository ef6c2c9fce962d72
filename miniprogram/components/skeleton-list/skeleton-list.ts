/** The shape of a list, or of a grid of goods, that is being loaded, so that nothing jumps when it comes. */
Component({
  properties: { grid: Boolean },

  data: { rows: [0, 1, 2, 3] },
});
