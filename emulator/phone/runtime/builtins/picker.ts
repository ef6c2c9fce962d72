import type { Builtin, BuiltinNode } from '../builtin';
import { setField } from '../form-field';
import { plainText } from '../plain-text';
import { reportUnsupported } from '../report';
import { askColumns, type Wheels } from '../sheets/columns';
import { dateWheels, timeWheels } from './picker-dates';

/** `<picker>`: a tap opens a sheet of wheels. */
export const picker: Builtin = {
  holds: true,
  properties: {
    name: '',
    mode: 'selector',
    headerText: '',
    range: [],
    rangeKey: '',
    value: null,
    start: '',
    end: '',
    fields: 'day',
    disabled: false,
  },
  mount: (node) => {
    const { element, text, flag, value } = node;
    const initial = value('value');
    element.setAttribute('role', 'button');
    element.setAttribute('aria-haspopup', 'dialog');
    element.setAttribute('tabindex', '0');
    node.onTap(() => {
      if (!flag('disabled')) void pick(node);
    });
    setField(element, {
      name: () => text('name'),
      value: () => value('value') ?? '',
      reset: () => node.set('value', initial),
    });
    return {};
  },
};

async function pick(node: BuiltinNode): Promise<void> {
  const wheels = wheelsOf(node);
  if (!wheels) return reportUnsupported(`<picker mode="${node.text('mode')}">`);
  const chosen = await askColumns(node.text('headerText') || '请选择', wheels);
  if (!chosen) return node.emit('cancel', {});
  const value = wheels.read(chosen);
  node.set('value', value);
  node.emit('change', { value });
}

function wheelsOf(node: BuiltinNode): Wheels | undefined {
  const { text, value } = node;
  const chosen = value('value');
  switch (text('mode')) {
    case 'selector':
      return {
        columns: () => [labels(value('range'), text('rangeKey'))],
        start: [Number(chosen) || 0],
        read: ([index = 0]) => index,
      };
    case 'multiSelector':
      return {
        columns: () => list(value('range')).map((column) => labels(column, text('rangeKey'))),
        start: list(chosen).map(Number),
        read: (indexes) => indexes,
        moved: (column, index) => node.emit('columnchange', { column, value: index }),
      };
    case 'date':
      return dateWheels(text('value'), text('start'), text('end'), text('fields'));
    case 'time':
      return timeWheels(text('value'), text('start'), text('end'));
    default:
      return undefined;
  }
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const labels = (range: unknown, key: string): string[] =>
  list(range).map((item) =>
    key && typeof item === 'object' && item !== null
      ? plainText((item as Record<string, unknown>)[key])
      : plainText(item),
  );
