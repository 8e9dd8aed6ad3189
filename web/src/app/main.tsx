import "@mantine/core/styles.css";
import "@/shared/theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { adoptTheme } from "@/shared/theme/theme";
import { Providers, StartFailed } from "./providers";
import { loadConfig } from "./config";

adoptTheme();
const root = createRoot(document.getElementById("root") as HTMLElement);
loadConfig().then(
  (config) => root.render(<StrictMode><Providers config={config} /></StrictMode>),
  (error: unknown) => root.render(<StartFailed error={error} />),
);
