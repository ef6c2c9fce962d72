/** A page with nothing to show, or one that could not be loaded. `act` fires when its button is tapped. */
Component({
  properties: {
    /** A picture of `images/icons`. */
    icon: { type: String, value: 'box' },
    title: String,
    hint: String,
    /** The text of the button; none without it. */
    action: String,
  },

  methods: {
    onAct() {
      this.triggerEvent('act');
    },
  },
});
