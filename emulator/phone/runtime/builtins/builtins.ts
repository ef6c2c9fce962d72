import type { Builtin } from '../builtin';
import { button, type OpenType } from './button';
import { checkbox, checkboxGroup, radio, radioGroup } from './choice';
import { form } from './form';
import { icon } from './icon';
import { image } from './image';
import { label } from './label';
import { type Navigate, navigator } from './navigator';
import { picker } from './picker';
import { progress } from './progress';
import { richText } from './rich-text';
import { scrollView } from './scroll-view';
import { slider } from './slider';
import { swiper, swiperItem } from './swiper';
import { switchControl } from './switch';
import { textField } from './text-field';
import { text, view } from './view';

/** What built-in components ask of the phone. */
export interface BuiltinServices {
  navigate: Navigate;
  openType: OpenType;
}

/** Every built-in component of the phone, by its tag. */
export const createBuiltins = ({
  navigate,
  openType,
}: BuiltinServices): Record<string, Builtin> => ({
  view,
  text,
  form,
  button: button(openType),
  input: textField('input'),
  textarea: textField('textarea'),
  image,
  navigator: navigator(navigate),
  'scroll-view': scrollView,
  checkbox,
  'checkbox-group': checkboxGroup,
  radio,
  'radio-group': radioGroup,
  switch: switchControl,
  label,
  icon,
  progress,
  slider,
  swiper,
  'swiper-item': swiperItem,
  picker,
  'rich-text': richText,
  'cover-view': view,
  'cover-image': image,
  'root-portal': view,
});
