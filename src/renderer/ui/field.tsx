import { PasswordInput, Select, Textarea, TextInput, type PasswordInputProps, type SelectProps, type TextareaProps, type TextInputProps } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useHeld } from '../app/kept.ts'
import { t } from '../catalogue/index.ts'
import type { TopicName } from '../help/topics.ts'
import { Icon } from './drawings.tsx'
import { useExplain } from './explain.tsx'
import css from './field.module.css'

/** The label above a field with its hint in the same line. */
function labelOf(label: ReactNode, hint: ReactNode): ReactNode {
  return hint ? <>{label} <em className={css.hint}>{hint}</em></> : label
}
function errorOf(error: ReactNode): ReactNode {
  return error && error !== true ? <span className={css.error}><Icon name="stop" size="s" />{error}</span> : error
}
const parts = { root: css.root, label: css.label, input: css.input, description: css.help }

export interface Labelled { label: ReactNode; hint?: ReactNode; help?: ReactNode; big?: boolean; /** What F1 and the "?" beside the label explain. */ about?: TopicName | undefined }

/** A line of text: label above, hint beside it, help below; an error says what to do. */
export function TextField({ label, hint, help, big = false, about, error, wrapperProps, ...rest }: Labelled & Omit<TextInputProps, 'label' | 'description' | 'size'>): ReactNode {
  const { wrapper, container } = useExplain(about)
  return <TextInput {...rest} label={labelOf(label, hint)} description={help} error={errorOf(error)} classNames={parts} data-big={big || undefined} wrapperProps={{ ...wrapperProps, ...wrapper, 'data-big': big || undefined }} inputContainer={container} autoComplete="off" spellCheck={false} />
}

export function TextAreaField({ label, hint, help, about, error, ...rest }: Labelled & Omit<TextareaProps, 'label' | 'description' | 'size'>): ReactNode {
  const { wrapper, container } = useExplain(about)
  return <Textarea {...rest} label={labelOf(label, hint)} description={help} error={errorOf(error)} classNames={parts} wrapperProps={wrapper} inputContainer={container} spellCheck={false} />
}

/** A PIN: digits that nobody else reads. */
export function PinField({ label, hint, help, big = false, about, error, ...rest }: Labelled & Omit<PasswordInputProps, 'label' | 'description' | 'size'>): ReactNode {
  const { wrapper, container } = useExplain(about)
  return <PasswordInput {...rest} aria-invalid={error ? true : undefined} wrapperProps={wrapper} inputContainer={container} label={labelOf(label, hint)} description={help} error={errorOf(error)} classNames={{ ...parts, input: big ? css.pinBig : css.pin, innerInput: css.pinInner }} inputMode="numeric" autoComplete="off" visibilityToggleButtonProps={{ 'aria-label': t('ui.field.showThePin') }} />
}

/** A password of a connection; it can be looked at while it is typed. */
export function PasswordField({ label, hint, help, about, error, ...rest }: Labelled & Omit<PasswordInputProps, 'label' | 'description' | 'size'>): ReactNode {
  const { wrapper, container } = useExplain(about)
  return <PasswordInput {...rest} aria-invalid={error ? true : undefined} label={labelOf(label, hint)} description={help} error={errorOf(error)} classNames={{ ...parts, innerInput: css.pinInner }} wrapperProps={wrapper} inputContainer={container} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': t('ui.field.showThePassword') }} />
}

type SelectFieldProps = Labelled & Omit<SelectProps, 'label' | 'description' | 'size'>
/** What {@link useSearch} knows of a choice. */
type Searching = Pick<SelectProps, 'searchable' | 'searchValue' | 'onSearchChange' | 'onInput' | 'onFocus' | 'onBlur' | 'onOptionSubmit' | 'onClear'>

/** A choice of a few. */
export function SelectField({ label, hint, help, about, error, ...rest }: SelectFieldProps): ReactNode {
  const { wrapper, container } = useExplain(about)
  return <Select {...rest} wrapperProps={wrapper} inputContainer={container} label={labelOf(label, hint)} description={help} error={errorOf(error)} classNames={{ ...parts, dropdown: css.dropdown, option: css.option }} allowDeselect={false} comboboxProps={{ transitionProps: { duration: 0 }, position: 'bottom-start' }} autoComplete="off" />
}

/** A choice of many, narrowed by typing: Enter takes the first that fits. `search` names the field and the record, as the key of `useHeld` does. */
export function SearchField({ search, ...rest }: Omit<SelectFieldProps, keyof Searching> & { search: string }): ReactNode {
  return <SelectField {...rest} {...useSearch(search).props} selectFirstOptionOnChange />
}

/**
 * The letters that narrow a choice of many. They outlive a page that crashes, like whatever is typed.
 *
 * @param key names the field and the record, as with `useHeld`
 */
export function useSearch(key: string): { text: string; props: Searching } {
  const [typed, setTyped] = useHeld(`search.${key}`, '')
  const [text, setText] = useState(typed)
  // The select puts the name of what is chosen there whenever that becomes known: not over letters that came back, before the field has the focus again.
  const [back, setBack] = useState(typed !== '')
  const done = (): void => {
    setBack(false)
    setTyped('')
  }
  return {
    text,
    props: {
      searchable: true, searchValue: text, onSearchChange: (next) => { if (!back) setText(next) }, onInput: (event) => { setTyped(event.currentTarget.value) },
      onFocus: () => { setBack(false) }, onBlur: done, onOptionSubmit: done, onClear: done, ...(back ? { 'data-autofocus': true } : {}),
    },
  }
}
