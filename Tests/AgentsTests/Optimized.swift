/// Whether this is a release build: whole trainings and large networks are too slow without optimisation.
let isOptimized: Bool = {
  #if DEBUG
    false
  #else
    true
  #endif
}()
