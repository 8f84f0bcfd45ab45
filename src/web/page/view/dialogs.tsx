// Which dialog is open.

import { place } from "../store.ts";
import { dialog } from "./actions.ts";
import { GamesDialog } from "./games.tsx";
import { HelpDialog } from "./help.tsx";
import { NameDialog } from "./name.tsx";
import { PersonDialog } from "./person.tsx";
import { RoomsDialog } from "./rooms.tsx";
import { SettingsDialog } from "./settings.tsx";
import { ChangePassword, LogIn, SignUp } from "./sign_in.tsx";
import { TerminalDialog } from "./terminal.tsx";
import { TopicDialog } from "./topic.tsx";

export function Dialogs() {
  const open = dialog.value;
  switch (open?.what) {
    case undefined:
      return null;
    case "sign-up":
      return <SignUp key="sign-up" />;
    case "log-in":
      return <LogIn key="log-in" />;
    case "password":
      return <ChangePassword key="password" />;
    case "name":
      return <NameDialog />;
    case "terminal":
      return <TerminalDialog />;
    case "settings":
      return <SettingsDialog />;
    case "rooms":
      return <RoomsDialog />;
    case "topic":
      return place.value ? <TopicDialog place={place.value} /> : null;
    case "games":
      return place.value ? <GamesDialog place={place.value} /> : null;
    case "help":
      return <HelpDialog />;
    case "person":
      return <PersonDialog key={open.name} name={open.name} />;
  }
}
