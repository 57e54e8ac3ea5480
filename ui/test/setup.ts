import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import { installAriaStrings } from "../src/messages/aria-vi";

// As in the window: before anything of React Aria is read.
installAriaStrings("vi");

// happy-dom has no matchMedia change events worth the name; the window follows the system's theme by them.
afterEach(cleanup);
