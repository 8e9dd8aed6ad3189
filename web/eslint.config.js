import path from "node:path";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const SRC = path.join(import.meta.dirname, "src");

/** What each layer may import of ours; a feature besides itself. */
const MAY = {
  api: ["api"],
  canvas: ["canvas", "api"],
  plot: ["plot"],
  shared: ["shared", "api"],
  features: ["shared", "api", "canvas", "plot"],
  app: ["app", "features", "shared", "api", "canvas", "plot"],
};
const NO_REACT = ["canvas", "plot", "api"];

/** These Mantine components write `<style>` elements, which the content security policy refuses. */
const STYLED = ["AppShell", "Grid", "SimpleGrid", "Typography", "ColorSchemeScript"];

const layers = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const [layer, feature] = path.relative(SRC, context.filename).split(path.sep);
    const check = (node) => {
      const name = node.source?.value;
      if (typeof name !== "string" || !(layer in MAY)) return;
      if (NO_REACT.includes(layer) && /^(react|react-dom|@mantine|@tanstack\/react)/.test(name)) {
        context.report({ node, message: `${layer}/ knows no React.` });
      }
      const file = name.startsWith("@/")
        ? path.join(SRC, name.slice(2))
        : name.startsWith(".") && path.resolve(path.dirname(context.filename), name);
      if (!file) return;
      const [other, part] = path.relative(SRC, file).split(path.sep);
      if (layer === "features" && other === "features") {
        if (part !== feature) context.report({ node, message: `Features do not import each other (${part}).` });
      } else if (!MAY[layer].includes(other)) {
        context.report({ node, message: `${layer}/ does not import ${other}/.` });
      }
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};

export default tseslint.config(
  { ignores: ["src/api/schema.d.ts", "node_modules", "dist"] },
  ...tseslint.configs.recommended,
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks, everloop: { rules: { layers } } },
    rules: {
      "everloop/layers": "error",
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-restricted-syntax": [
        "error",
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Text is text: nothing of the data is ever HTML." },
      ],
      "no-restricted-imports": [
        "error",
        { paths: [{ name: "@mantine/core", importNames: STYLED, message: "It writes a <style>, which the CSP refuses; use CSS." }] },
      ],
      eqeqeq: "error",
      "no-console": "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
);
