import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import { installAriaStrings } from "../src/messages/aria-vi";

// A machine that builds beside the tests is slow to load a screen; what waits ends as soon as it is there.
configure({ asyncUtilTimeout: 8_000 });

// As in the window: before anything of React Aria is read.
installAriaStrings("vi");

// happy-dom has no matchMedia change events worth the name; the window follows the system's theme by them.
afterEach(cleanup);
