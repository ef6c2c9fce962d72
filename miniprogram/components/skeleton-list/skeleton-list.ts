/** The shape of a list that is being loaded, so that nothing jumps when it comes. */
Component({
  data: { rows: [0, 1, 2] },
});
