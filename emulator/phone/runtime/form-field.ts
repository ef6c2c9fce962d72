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

/** The built-in behaviors that components name; `wx://form-field` makes them fields of a form. */
export const builtinBehaviors = [
  {
    is: 'wx://form-field',
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
  { is: 'wx://form-field-group' },
  { is: 'wx://form-field-button' },
  { is: 'wx://component-export' },
];
