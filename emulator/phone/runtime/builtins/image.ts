import type { Builtin } from '../builtin';
import { h } from '../dom';
import { imageUrl } from '../url';

const FITS: Record<string, string> = {
  scaleToFill: 'fill',
  aspectFit: 'contain',
  aspectFill: 'cover',
  widthFix: 'fill',
  heightFix: 'fill',
};

/** `<image>`: 320 × 240 unless styles say otherwise; the other modes cut out a part. */
export const image: Builtin = {
  holds: false,
  properties: { src: '', mode: 'scaleToFill', lazyLoad: false, showMenuByLongpress: false },
  mount: ({ element, text, emit, owner }) => {
    const picture = h('img', { alt: '', draggable: 'false' });
    element.setAttribute('role', 'img');
    element.append(picture);
    picture.addEventListener('load', () =>
      emit('load', { width: picture.naturalWidth, height: picture.naturalHeight }),
    );
    picture.addEventListener('error', () =>
      emit('error', { errMsg: `GET ${text('src')} 404 (Not Found)` }),
    );
    return {
      src: () => {
        picture.hidden = text('src') === '';
        if (text('src')) picture.src = imageUrl(text('src'), owner());
      },
      mode: () => {
        element.setAttribute('data-mode', text('mode'));
        picture.style.objectFit = FITS[text('mode')] ?? 'none';
        picture.style.objectPosition = text('mode') in FITS ? '' : text('mode');
      },
    };
  },
};
