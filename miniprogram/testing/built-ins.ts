import jComponent from 'j-component';
import exparser from 'miniprogram-exparser';

/**
 * What miniprogram-simulate lacks: its built-ins are slots only. Here a tap on a submit button
 * submits its form, and a form with `report-submit` brings a formId, later than the tap.
 */
export interface BuiltIns {
  /** What the next submits bring; a fresh one each by default. */
  mintFormId: () => string;
}

let minted = 0;

export const builtIns: BuiltIns = {
  mintFormId: () => `0123456789abcdef${String((minted += 1)).padStart(16, '0')}`,
};

/** Registers `form`, `button` and `input`. */
export function registerBuiltIns(): void {
  jComponent.register({
    id: 'form',
    tagName: 'wx-form',
    template: '<slot/>',
    properties: { reportSubmit: Boolean, reportSubmitTimeout: Number },
  });
  jComponent.register({
    id: 'input',
    tagName: 'wx-input',
    template: '<slot/>',
    properties: { name: String, value: String, disabled: Boolean },
    attached() {
      const node = this._exparserNode;
      node.addListener('input', ({ detail }) => this.setData({ value: String(detail['value']) }));
    },
  });
  jComponent.register({
    id: 'button',
    tagName: 'wx-button',
    template: '<slot/>',
    properties: { formType: String, disabled: Boolean },
    attached() {
      const node = this._exparserNode;
      node.addListener('tap', () => {
        if (this.data['formType'] === 'submit' && !this.data['disabled']) submit(formOf(node));
      });
    },
  });
}

function submit(form: exparser.Node | undefined): void {
  if (!form) return;
  const { data } = exparser.Element.getMethodCaller(form);
  const detail = { value: valuesIn(form), ...(data['reportSubmit'] ? { formId: '' } : {}) };
  setTimeout(() => {
    if ('formId' in detail) detail.formId = builtIns.mintFormId();
    exparser.triggerEvent(form, 'submit', detail, {});
  }, 0);
}

function formOf(node: exparser.Node): exparser.Node | undefined {
  if (node.is === 'form') return node;
  const parent = node.parentNode ?? node.ownerShadowRoot?.getHostNode();
  return parent && formOf(parent);
}

function valuesIn(node: exparser.Node): Record<string, unknown> {
  const { data } = node.is === 'input' ? exparser.Element.getMethodCaller(node) : { data: {} };
  const own = typeof data['name'] === 'string' ? { [data['name']]: data['value'] } : {};
  const children = (node.childNodes ?? []).map(valuesIn);
  return Object.assign(own, ...children);
}
