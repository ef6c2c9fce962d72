import { useSpeech } from '../language';
import { shortTime } from '../time';
import { meaningOf, type Row, rowsOf, toneOf, type WatchedProps } from './watched';

/** Documents as a list: what it is, its state, and why. */
export function Documents({ watch, documents, words }: WatchedProps) {
  const { say } = useSpeech();
  const rows = rowsOf({ watch, documents });
  if (rows.length === 0) return <p class="quiet empty">{say('nothing')}</p>;
  return (
    <ul class="documents">
      {rows.map((row, index) => (
        <DocumentRow key={index} row={row} watch={watch} words={words} />
      ))}
    </ul>
  );
}

interface Props {
  row: Row;
  watch: WatchedProps['watch'];
  words: WatchedProps['words'];
}

function DocumentRow({ row, watch, words }: Props) {
  const { say, choose } = useSpeech();
  const { name, state, reason, errCode, details } = row;
  const why = reason && meaningOf(words, reason, choose);
  const code = errCode === 0 ? '' : say('wechatCode', { code: errCode });
  return (
    <li class="document">
      <span class="name">{meaningOf(words, name, choose)}</span>
      {state && (
        <span class={`state is-${toneOf(words, state)}`}>{meaningOf(words, state, choose)}</span>
      )}
      {(why || code) && <span class="reason">{[why, code].filter(Boolean).join(' · ')}</span>}
      {watch.details.length > 0 && (
        <span class="quiet details">
          {watch.details.map((detail) => (
            <Detail key={detail.field} detail={detail} value={details[detail.field]} />
          ))}
        </span>
      )}
    </li>
  );
}

interface DetailProps {
  detail: WatchedProps['watch']['details'][number];
  value: unknown;
}

/** One more field; what is empty, 0 or `none` says nothing. */
function Detail({ detail, value }: DetailProps) {
  const { choose, language } = useSpeech();
  const isEmpty = value === undefined || value === '' || value === 0 || value === 'none';
  if (isEmpty || typeof value === 'object') return null;
  const shown =
    detail.as === 'time' && typeof value === 'number'
      ? shortTime(value, language)
      : detail.as === 'money' && typeof value === 'number'
        ? `￥${(value / 100).toFixed(2)}`
        : `${value as string | number | boolean}`;
  return (
    <span>
      {choose(detail.title)} {shown}
    </span>
  );
}
