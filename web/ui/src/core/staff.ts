/** Accounts of people, tokens of programs, and who follows whom: for the administrator only. */
import { get } from "./http.ts";

export const ROLES = ["viewer", "operator", "lead", "helpdesk", "clerk", "engineer", "admin"];

export interface User {
  name: string;
  role: string;
  created: string;
  disabled: string | null;
}

export interface Token {
  name: string;
  role: string;
  created: string;
  revoked: string | null;
}

export interface Takeover {
  from: string;
  to: string;
  at: string;
  by: string;
  tickets: number[];
  done: string | null;
}

export interface Staff {
  users: User[];
  tokens: Token[];
  handovers: Takeover[];
}

/** All of it; those in force come first. */
export async function readStaff(): Promise<Staff> {
  const [users, tokens, handovers] = await Promise.all([
    get<{ users: User[] }>("users"),
    get<{ tokens: Token[] }>("tokens"),
    get<{ handovers: Takeover[] }>("handovers"),
  ]);
  return {
    users: users.users.sort((a, b) => Number(!!a.disabled) - Number(!!b.disabled)),
    tokens: tokens.tokens.sort((a, b) => Number(!!a.revoked) - Number(!!b.revoked)),
    handovers: handovers.handovers,
  };
}
