/** The picture of goods, as large as its host is made; a calm square for goods without one. */
Component({
  properties: { src: String },
});
