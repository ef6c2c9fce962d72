import { askCloud } from '../bridge';
import type { Builtin, BuiltinNode } from '../builtin';
import { fieldsIn } from '../form-field';
import { asUser } from '../gesture';
import { reportError, textOf } from '../report';

const forms = new WeakMap<Element, BuiltinNode>();

/** `<form>`: gathers its fields; with `report-submit` it asks WeChat for a formId. */
export const form: Builtin = {
  holds: true,
  properties: { reportSubmit: false, reportSubmitTimeout: 0 },
  mount: (node) => {
    forms.set(node.element, node);
    return {};
  },
};

/** A button with `form-type` was tapped: the form around it submits or resets. */
export function actOnForm(button: BuiltinNode, action: string): void {
  const around = button.element.closest('wx-form');
  const node = around ? forms.get(around) : undefined;
  if (!node) return;
  const target = button.describe();
  if (action === 'submit') submit(node, target).catch(reportError);
  if (action === 'reset') reset(node, target);
}

async function submit(node: BuiltinNode, target: object): Promise<void> {
  const value = valuesIn(node.element);
  if (!node.flag('reportSubmit')) return node.emit('submit', { value, target });
  const formId = await requestFormId(node.number('reportSubmitTimeout'));
  asUser(() => node.emit('submit', { value, target, formId }));
}

function reset(node: BuiltinNode, target: object): void {
  for (const field of fieldsIn(node.element)) field.reset();
  node.emit('reset', { target });
}

/** The values of all fields that have a name. */
function valuesIn(element: Element): Record<string, unknown> {
  const named = fieldsIn(element).filter((field) => field.name() !== '');
  return Object.fromEntries(named.map((field) => [field.name(), field.value()]));
}

/**
 * What a submit carries as `formId`: also every failure is a text (wechat-domain 1.1).
 * @param timeout how many ms to wait; 0 waits for the answer
 */
async function requestFormId(timeout: number): Promise<string> {
  const answer = askCloud('tap', {}).then(
    ({ formId }) => formId,
    (error: unknown) =>
      `requestFormId:fail ${error instanceof Error ? error.message : textOf(error)}`,
  );
  if (timeout <= 0) return answer;
  const late = new Promise<string>((resolve) => {
    setTimeout(() => resolve('requestFormId:fail timeout'), timeout);
  });
  return Promise.race([answer, late]);
}
