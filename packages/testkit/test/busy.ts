/** For how long this process has been at work, in milliseconds: whatever else the machine does, which may stop it for seconds. */
export function busyMs(): number {
  try {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  } catch {
    // Workers do not say.
    return 0;
  }
}
