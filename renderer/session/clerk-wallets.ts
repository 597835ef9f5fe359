// Takes the place of the wallet library behind one of Clerk's forms (see vite.config.ts): nobody signs in to cameras
// with a wallet, so there never is one, and the form says so.
import type { ReactNode } from 'react';

function Passing({ children }: { readonly children: ReactNode }): ReactNode {
  return children;
}

export const ConnectionProvider = Passing;
export const WalletProvider = Passing;

/** No wallets. */
export function useWallet(): { readonly wallets: readonly never[] } {
  return { wallets: [] };
}
