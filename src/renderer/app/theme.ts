// The Mantine 9 theme of Pigeonhole. Colours live in tokens.css; Mantine is only told where to find them.
import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type MantineColorsTuple, type VariantColorsResolver } from '@mantine/core'

/** Post blue. 7 is the accent on light, 3 the accent on dark. */
const post: MantineColorsTuple = ['#eaf6fd', '#d1ebfb', '#acdaf6', '#76c0ea', '#55a8d9', '#348fc3', '#1276ac', '#005d8f', '#004c76', '#00395b']
/** 4 is the border of a field: at least 3:1 on every surface. */
const gray: MantineColorsTuple = ['#f5f7f9', '#f0f3f6', '#dfe2e5', '#c8cdd1', '#848c92', '#737b81', '#61696f', '#424a51', '#2b3238', '#161d22']
const dark: MantineColorsTuple = ['#eaedf0', '#b9bec4', '#92999f', '#7f868c', '#6b7379', '#1d2125', '#1a1e22', '#14181b', '#0c0f12', '#080a0c']

/** Filled is the one primary action. A status name (color="stop", variant="light") gives its tint, word and line: Badge, Alert, Button. */
const statuses = ['idle', 'rest', 'move', 'act', 'done', 'stop', 'back']
const resolve: VariantColorsResolver = (input) => {
  const color = input.color ?? 'post'
  if (color === 'post' && input.variant === 'filled')
    return { background: 'var(--ph-accent)', hover: 'var(--ph-accent-hover)', color: 'var(--ph-on-accent)', border: '1px solid transparent' }
  if (!statuses.includes(color)) return defaultVariantColorsResolver(input)
  if (input.variant === 'default' || input.variant === 'subtle')
    return { background: 'transparent', hover: 'var(--ph-hover)', color: `var(--ph-${color})`, border: `1px solid ${input.variant === 'default' ? 'var(--ph-line2)' : 'transparent'}` }
  return { background: `var(--ph-${color}-tint)`, hover: `var(--ph-${color}-tint)`, color: `var(--ph-${color})`, border: `1px solid var(--ph-${color}-line)` }
}

export const theme = createTheme({
  primaryColor: 'post',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  variantColorResolver: resolve,
  colors: { post, gray, dark },
  white: '#ffffff',
  black: '#161d22',
  fontFamily: 'var(--ph-font)',
  fontFamilyMonospace: 'var(--ph-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '22px', xl: '24px' },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '18px', lineHeight: '24px' }, h2: { fontSize: '14px', lineHeight: '20px' }, h3: { fontSize: '16px', lineHeight: '22px' },
      h4: { fontSize: '14px', lineHeight: '20px' }, h5: { fontSize: '13px', lineHeight: '18px' }, h6: { fontSize: '13px', lineHeight: '18px' },
    },
  },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '10px', xl: '10px' },
  defaultRadius: 'sm',
  shadows: { xs: 'var(--ph-e-1)', sm: 'var(--ph-e-1)', md: 'var(--ph-e-2)', lg: 'var(--ph-e-2)', xl: 'var(--ph-e-3)' },
  cursorType: 'default',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm', variant: 'default' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
    SegmentedControl: {
      defaultProps: { size: 'sm', transitionDuration: 90, withItemsBorders: false },
      styles: { root: { background: 'var(--ph-sunken)', boxShadow: 'inset 0 0 0 1px var(--ph-line2)', padding: 2 }, indicator: { background: 'var(--ph-surface)', boxShadow: '0 0 0 1px var(--ph-control)' } },
    },
    Kbd: { defaultProps: { size: 'xs' }, styles: { root: { fontFamily: 'var(--ph-font)', fontSize: 11, fontWeight: 500, lineHeight: '14px', color: 'inherit', background: 'transparent', borderColor: 'currentColor', borderWidth: 1, opacity: 0.8, padding: '1px 5px', borderRadius: 4 } } },
    Badge: { defaultProps: { radius: 'xs', variant: 'light', size: 'md' }, styles: { root: { textTransform: 'none', fontWeight: 500, height: 22, paddingInline: 8 }, label: { fontSize: 13 } } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    Checkbox: { defaultProps: { iconColor: 'var(--ph-on-accent)' } },
    Table: { defaultProps: { verticalSpacing: 0, horizontalSpacing: 8, highlightOnHover: true, borderColor: 'var(--ph-line)', highlightOnHoverColor: 'var(--ph-hover)' } },
    Modal: { defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.38 }, transitionProps: { duration: 140 } } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
  },
})

const names: Record<string, string> = {
  body: 'surface', text: 'text', bright: 'text', dimmed: 'text3', placeholder: 'text3', anchor: 'accent', error: 'stop', success: 'done',
  default: 'surface', 'default-hover': 'hover', 'default-color': 'text', 'default-border': 'line2',
  disabled: 'sunken', 'disabled-color': 'text3', 'disabled-border': 'line2',
}
const named = Object.fromEntries(Object.entries(names).map(([mantine, ours]) => [`--mantine-color-${mantine}`, `var(--ph-${ours})`]))

export const variables: CSSVariablesResolver = () => ({ variables: {}, light: named, dark: named })
