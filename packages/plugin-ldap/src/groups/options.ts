/** How the groups of a user are found. */
export interface LdapGroups {
  /**
   * `memberOf`: the user's entry names them, as Active Directory's and OpenLDAP's overlay have it. `member`,
   * `uniqueMember`: they name the user's DN. `memberUid`: they name the userid (`posixGroup`). `activeDirectory`: the
   * same as `member` with all levels, which Active Directory follows by itself; any other server is an error.
   */
  readonly by: 'memberOf' | 'member' | 'uniqueMember' | 'memberUid' | 'activeDirectory';
  /** Where groups are. Who may make one there may give it any name, so name nothing above. @default `baseDn` */
  readonly baseDn?: string | undefined;
  /** What else groups must match, e.g. `(objectClass=groupOfNames)`. @default none */
  readonly filter?: string | undefined;
  /**
   * The attribute that is a group's name; `dn` for its DN in the directory's spelling, of which there may be several.
   * @default 'cn'
   */
  readonly nameAttribute?: string | undefined;
  /**
   * How many levels of groups in groups count: 1 for those that the user is in, 2 for those that these are in, too, and
   * so on. Each asks the directory once more, `memberOf` once more for each group. Not with `memberUid` and
   * `activeDirectory`. @default 1
   */
  readonly levels?: number | undefined;
}
