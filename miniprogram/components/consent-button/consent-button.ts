import { consent, openChoices } from '../../services/consent/consent';
import type { AskedTemplate, ConsentOutcome } from '../../services/consent/asker';
import { consentSentence, needsSettings } from '../../services/consent/sentences';

/**
 * Asks for permission to send in its own tap, and tells the outcome in its place.
 * - `answered` fires with the outcome: `{result, accepted, answers}`; the answers are reported already
 * - `settings` fires when the user comes back from WeChat's settings page
 */
Component({
  properties: {
    /** Templates to ask for, the most useful first; loaded before the tap. */
    templates: { type: Array, value: [] as AskedTemplate[] },
    /** What the user will be told. */
    title: String,
    /** A line below it, for example how many sends are allowed. */
    hint: String,
    text: { type: String, value: '允许' },
    /** The button's text once it is allowed; it is off then. Without it, it can be allowed again. */
    done: String,
    /** It is allowed already. */
    allowed: Boolean,
    disabled: Boolean,
    /** A quiet look, for a list of them. */
    outline: Boolean,
  },

  data: {
    asking: false,
    accepted: false,
    isDone: false,
    isOff: true,
    note: '',
    hasSettings: false,
  },

  observers: {
    'templates, disabled, done, allowed, asking, accepted'() {
      const { templates, disabled, done, allowed, asking, accepted } = this.data;
      const isDone = done !== '' && (allowed || accepted);
      this.setData({ isDone, isOff: isDone || asking || disabled || templates.length === 0 });
    },
  },

  methods: {
    async onTap() {
      if (this.data.isOff) return;
      const asking = consent.ask(this.data.templates); // first of all, or WeChat no longer sees the tap
      this.setData({ asking: true });
      this.tell(await asking);
    },

    tell(outcome: ConsentOutcome) {
      const { result } = outcome;
      this.setData({
        asking: false,
        accepted: result === 'accepted',
        note: consentSentence(outcome),
        hasSettings: needsSettings(result),
      });
      this.triggerEvent('answered', outcome);
    },

    async onSettings() {
      await openChoices();
      this.setData({ note: '', hasSettings: false });
      this.triggerEvent('settings');
    },
  },
});
