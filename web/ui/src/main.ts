/** The page's start: everything at once, for each round trip on a slow link is seen. */
import { startTicking } from "./core/clock.ts";
import { preferred, t, useLanguage } from "./core/i18n.ts";
import { recall } from "./core/prefs.ts";
import { outbox, watchOutbox } from "./core/outbox.ts";
import { watchPlace } from "./core/router.ts";
import { openSession, watchSession } from "./core/session.ts";
import { toast } from "./parts/toasts.ts";
import "./views/app.ts";
import { watchKeys } from "./views/shortcuts.ts";

startTicking();
watchPlace();
watchSession();
watchKeys();
outbox.told = (made) => toast(t("ui.report.delivered", { no: made.no }));
watchOutbox();
void useLanguage(preferred(recall("lang"), navigator.language));
void openSession();
