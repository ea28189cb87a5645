using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "site", worker = .site),
    # Where the CAS server of the check is. By default, nothing but public addresses may be asked.
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (cfBlobHeader = "CF-Blob"), service = "site")],
);

const site :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "workerd.mjs")],
  # The oldest with which the application finds the address of the CAS server in its environment.
  compatibilityDate = "2025-04-01",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [(name = "CAS_URL", fromEnvironment = "CAS_URL")],
);
