import { useEffect, useRef, useState } from 'preact/hooks';
import { hub, HubRefusal } from '../hub';
import { useSpeech } from '../language';
import type { Frames } from './frames';

interface Props {
  openid: string;
  name: string;
  isShown: boolean;
  frames: Frames;
}

/** The phone of one user: a frame with the project's mini-program, at an origin of its own. */
export function PhoneFrame({ openid, name, isShown, frames }: Props) {
  const { say } = useSpeech();
  const [url, setUrl] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const [loads, setLoads] = useState(0);
  const frame = useRef<HTMLIFrameElement>(null);

  useEffect(() => {
    hub.phone(openid).then(setUrl, (error: unknown) => {
      setRefusal(error instanceof HubRefusal ? error.message : String(error));
    });
    return () => frames.remove(openid);
  }, [openid]);
  useEffect(() => {
    if (url && frame.current) frames.add(openid, frame.current, url);
  }, [url, loads]);

  return (
    <div class="phone-place" hidden={!isShown}>
      <div class="bezel">
        {url ? (
          <iframe
            key={loads}
            ref={frame}
            src={url}
            title={say('phoneOf', { name })}
            sandbox="allow-scripts allow-same-origin allow-forms"
          />
        ) : (
          <p class="quiet no-phone">{refusal ?? say('starting')}</p>
        )}
      </div>
      {url && (
        <p class="phone-tools">
          <button type="button" class="small" onClick={() => setLoads(loads + 1)}>
            {say('reload')}
          </button>
          <a href={url} target="_blank" rel="noreferrer">
            {say('ownTab')}
          </a>
        </p>
      )}
    </div>
  );
}
