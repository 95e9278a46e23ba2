/** A BLAS that is known: where it is found, how it is told to start no threads, and how it names itself. */
export interface KnownBlas {
  readonly name: string;
  /** What the loader of libraries is given, by system. */
  readonly files: Readonly<Partial<Record<string, readonly string[]>>>;
  /** A function that no other has. */
  readonly sign: string;
  /** Variables that keep it from starting threads while it is loaded. */
  readonly variables: Readonly<Record<string, string>>;
  /** Functions of one whole number, called once before all else. */
  readonly once: readonly (readonly [name: string, value: number])[];
  /** Sets the number of threads; each thread that multiplies calls it, since some keep a number a thread. */
  readonly setThreads: string;
  /** Gives a text with its version, and with the kind of processor it computes for. */
  readonly about?: string;
}

const homebrew = (file: string): readonly string[] => [
  `/opt/homebrew/opt/openblas/lib/${file}`,
  `/usr/local/opt/openblas/lib/${file}`,
];

/** In the order in which they are tried: what the system's or the processor's maker gives first. */
export const knownBlas: readonly KnownBlas[] = [
  {
    name: "Accelerate",
    files: { darwin: ["/System/Library/Frameworks/Accelerate.framework/Accelerate"] },
    sign: "BLASSetThreading",
    variables: { VECLIB_MAXIMUM_THREADS: "1" },
    once: [],
    setThreads: "BLASSetThreading", // 1: BLAS_THREADING_SINGLE_THREADED
  },
  {
    name: "MKL",
    files: { linux: ["libmkl_rt.so.2", "libmkl_rt.so"], win32: ["mkl_rt.2.dll", "mkl_rt.dll"] },
    sign: "MKL_Set_Num_Threads",
    variables: {},
    once: [["MKL_Set_Threading_Layer", 1]], // MKL_THREADING_SEQUENTIAL
    setThreads: "MKL_Set_Num_Threads",
  },
  {
    name: "OpenBLAS",
    files: {
      linux: ["libopenblas.so.0", "libopenblas.so", "libopenblas64.so.0"],
      darwin: homebrew("libopenblas.dylib"),
      win32: ["libopenblas.dll", "openblas.dll"],
    },
    sign: "openblas_get_config",
    variables: { OPENBLAS_NUM_THREADS: "1" },
    once: [],
    setThreads: "openblas_set_num_threads",
    about: "openblas_get_config",
  },
  {
    name: "BLIS",
    files: { linux: ["libblis.so.4", "libblis.so"], darwin: ["libblis.dylib"], win32: ["libblis.dll"] },
    sign: "bli_thread_set_num_threads",
    variables: {},
    once: [],
    setThreads: "bli_thread_set_num_threads",
    about: "bli_info_get_version_str",
  },
];
