import { credits } from '../../services/credits/credits';

/**
 * Makes its slot a tap area that collects a formId.
 * - `press` fires at once with the tap, and never waits for the formId
 * - `formid` with `{formId, at}` follows when WeChat has given one; it is collected already
 */
Component({
  properties: {
    disabled: Boolean,
    /** What a screen reader says instead of the content. */
    label: String,
  },

  options: { pureDataPattern: /^tappedAt$/ },

  data: { tappedAt: 0 },

  methods: {
    onTap() {
      if (this.data.disabled) return;
      this.setData({ tappedAt: Date.now() });
      this.triggerEvent('press');
    },

    onSubmit(event: WechatMiniprogram.FormSubmit) {
      const { formId = '' } = event.detail as { formId?: string };
      const tap = { formId, at: this.data.tappedAt };
      credits.tap(tap);
      this.triggerEvent('formid', tap);
    },
  },
});
