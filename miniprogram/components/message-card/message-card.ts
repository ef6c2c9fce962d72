import type { ShownMessage } from '../../services/messages';

const empty: ShownMessage = {
  id: '',
  title: '',
  state: 'waiting',
  stateText: '',
  reason: '',
  facts: '',
};

/** A message that has not arrived. `resend` and `cancel` fire with `{id}`. */
Component({
  properties: {
    message: { type: Object, value: empty },
    busy: Boolean,
  },

  methods: {
    onResend() {
      this.triggerEvent('resend', { id: this.data.message.id });
    },

    onCancel() {
      this.triggerEvent('cancel', { id: this.data.message.id });
    },
  },
});
