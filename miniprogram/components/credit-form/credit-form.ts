import { credits } from '../../services/credits/credits';

/**
 * Makes its slot a tap area that collects a formId.
 * - `press` fires at once with the tap, and never waits for the formId
 * - `formid` with `{formId, at}` follows when WeChat has given one; it is collected already
 */
Component({
  properties: {
    /** No `press`; the formId of a tap is collected all the same. */
    disabled: Boolean,
    /** What a screen reader says instead of the content. */
    label: String,
  },

  options: { pureDataPattern: /^tappedAt$/ },

  data: { tappedAt: 0 },

  methods: {
    onTap() {
      this.setData({ tappedAt: Date.now() });
      if (!this.data.disabled) this.triggerEvent('press');
    },

    /** Comes after `press`, which may have disabled this area: its formId is as good as any. */
    onSubmit(event: WechatMiniprogram.FormSubmit) {
      const { formId = '' } = event.detail as { formId?: string };
      const tap = { formId, at: this.data.tappedAt };
      credits.tap(tap);
      this.triggerEvent('formid', tap);
    },
  },
});
