import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { type Column, Table } from '../../../components/data/table.tsx';
import { TextField } from '../../../components/field.tsx';
import { Loading } from '../../../components/loading.tsx';
import { formats } from '../../../hooks/format.ts';
import { Part, Prose, PublicPage } from '../shell/public-page.tsx';
import { licenceCounts, type LicensedPackage, licencesQuery, matchingPackages } from './licence-list.ts';

const COLUMNS: readonly Column<LicensedPackage>[] = [
  { title: t`Package`, cell: ({ name }) => <span className="font-medium break-all">{name}</span> },
  { title: t`Version`, cell: ({ version }) => version },
  { title: t`Licence`, cell: ({ licence }) => licence },
];

/** So many are shown at first: hundreds of rows are slow on a phone. */
const FIRST = 50;

function PackageList({ packages }: { readonly packages: readonly LicensedPackage[] }) {
  const [text, setText] = useState('');
  const [all, setAll] = useState(false);
  const found = matchingPackages(packages, text);
  const shown = all ? found : found.slice(0, FIRST);
  const summary = licenceCounts(packages)
    .map(([licence, count]) => `${licence} (${formats.count(count)})`)
    .join(', ');
  return (
    <>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          <Plural value={packages.length} one="# package" other="# packages" />: {summary}.
        </Trans>
      </p>
      <div className="max-w-sm">
        <TextField
          label={t`Find a package or licence`}
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {found.length === 0 ? (
        <p className="text-ink-soft">
          <Trans>Nothing here is called that.</Trans>
        </p>
      ) : (
        <Table
          label={t`Packages`}
          columns={COLUMNS}
          rows={shown}
          keyOf={({ name, version }) => `${name} ${version}`}
        />
      )}
      {shown.length < found.length ? (
        <Button className="justify-self-start" onClick={() => setAll(true)}>
          <Trans>Show all {formats.count(found.length)}</Trans>
        </Button>
      ) : null}
    </>
  );
}

/** Under which licences this program and everything in it may be used. */
export function LicencesPage() {
  const { data, error } = useQuery(licencesQuery);
  return (
    <PublicPage
      title={t`Licences`}
      intro={t`Sentinel Command Center is free software under the Apache License 2.0. It stands on the work of many others; thank you.`}
    >
      <Prose>
        <p>
          <Trans>
            You may use, copy, change and pass on the program under the terms of that licence, whose text
            comes with it in the file <code>LICENSE</code>. It has no warranty.
          </Trans>
        </p>
        <p>
          <Trans>
            The server runs on Node.js, the desktop program on Electron; both come with licences of their own.
            Everything else they load is listed below, and so is everything the dashboard is made of. The
            texts of all these licences stand in <a href="/third-party-licences.txt">one file</a>.
          </Trans>
        </p>
      </Prose>
      <Part title={t`Packages`}>
        {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
        {data === undefined ? error === null && <Loading /> : <PackageList packages={data} />}
      </Part>
    </PublicPage>
  );
}
