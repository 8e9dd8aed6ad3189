import { createTheme, type CSSVariablesResolver, defaultCssVariablesResolver, type MantineThemeOverride, mergeMantineTheme, DEFAULT_THEME } from "@mantine/core";

/** Dense: a tool that is looked at all day. Every colour pair of it passes WCAG AA (4.5:1). */
export const theme: MantineThemeOverride = createTheme({
  primaryColor: "teal",
  primaryShade: 9,
  colors: {
    dark: ["#e8ecee", "#c5ccd0", "#a3adb3", "#929da3", "#3a4348", "#2a3135", "#1f2427", "#171b1d", "#121617", "#0b0d0e"],
  },
  defaultRadius: "sm",
  cursorType: "pointer",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  spacing: { xs: "0.375rem", sm: "0.5rem", md: "0.75rem", lg: "1rem", xl: "1.5rem" },
  headings: { sizes: { h1: { fontSize: "1.125rem" }, h2: { fontSize: "1rem" }, h3: { fontSize: "0.875rem" } } },
  focusRing: "auto",
  components: {
    ActionIcon: { defaultProps: { size: "sm", variant: "subtle", color: "gray" } },
    Badge: {
      defaultProps: { size: "sm", variant: "light", radius: "sm", tt: "none" },
      vars: (_: unknown, props: { variant?: string }) => ({ root: props.variant === "light" ? { "--badge-color": "var(--ink)" } : {} }),
    },
    Button: { defaultProps: { size: "xs" } },
    Checkbox: { defaultProps: { size: "xs" } },
    Drawer: { defaultProps: { lockScroll: false, closeButtonProps: { "aria-label": "Close" } } },
    Loader: { defaultProps: { size: "sm" } },
    Menu: { defaultProps: { shadow: "md" } },
    Modal: { defaultProps: { lockScroll: false, centered: true, closeButtonProps: { "aria-label": "Close" } } },
    MultiSelect: { defaultProps: { size: "xs" } },
    NumberInput: { defaultProps: { size: "xs" } },
    PasswordInput: { defaultProps: { size: "xs" } },
    Radio: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs", allowDeselect: false } },
    Slider: { defaultProps: { size: "xs" } },
    Switch: { defaultProps: { size: "xs" } },
    Table: { defaultProps: { verticalSpacing: 4, horizontalSpacing: 8, fz: "sm" } },
    TagsInput: { defaultProps: { size: "xs" } },
    Textarea: { defaultProps: { size: "xs" } },
    TextInput: { defaultProps: { size: "xs" } },
    Tooltip: { defaultProps: { openDelay: 400, fz: "xs" } },
  },
});

/** Put the theme's variables on the page by CSSOM: a `<style>` element would need `unsafe-inline`. */
export function adoptTheme(resolver: CSSVariablesResolver = defaultCssVariablesResolver): void {
  const found = resolver(mergeMantineTheme(DEFAULT_THEME, theme));
  const own = { "--mantine-color-dimmed": "var(--quiet)", "--mantine-color-placeholder": "var(--quiet)", "--mantine-color-error": "var(--bad)", "--mantine-color-anchor": "var(--accent)" };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    [
      rule(":root", found.variables),
      rule(':root[data-mantine-color-scheme="dark"]', { ...found.dark, ...own }),
      rule(':root[data-mantine-color-scheme="light"]', { ...found.light, ...own }),
    ].join("\n"),
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

function rule(selector: string, variables: Record<string, string>): string {
  return `${selector}{${Object.entries(variables).map(([name, value]) => `${name}:${value}`).join(";")}}`;
}
