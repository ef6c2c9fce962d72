import { plainText } from './plain-text';

/** A part of a form that has a value. */
export interface Field {
  name: () => string;
  value: () => unknown;
  reset: () => void;
}

interface FieldComponent {
  _$: { getBackendElement: () => unknown };
  data: Record<string, unknown>;
  setData: (change: Record<string, unknown>) => void;
}

const fields = new WeakMap<Element, Field>();

/** Makes an element a field of the form around it. */
export function setField(element: Element, field: Field): void {
  fields.set(element, field);
}

/** The fields inside an element, in the order of the page. */
export const fieldsIn = (element: Element): Field[] =>
  [...element.querySelectorAll('*')]
    .map((inner) => fields.get(inner))
    .filter((field) => field !== undefined);

/** WeChat's own behaviors, by name; `wx://form-field` makes a component a field of its form. */
export const builtinBehaviors = {
  'wx://form-field': {
    properties: { name: String, value: null },
    lifetimes: {
      attached(this: FieldComponent) {
        const element = this._$.getBackendElement();
        if (!(element instanceof Element)) return;
        const initial = this.data['value'];
        setField(element, {
          name: () => plainText(this.data['name']),
          value: () => this.data['value'],
          reset: () => this.setData({ value: initial }),
        });
      },
    },
  },
  'wx://form-field-group': {},
  'wx://form-field-button': {},
  'wx://component-export': {},
};
