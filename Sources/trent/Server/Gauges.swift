import Gateway
import KeyCrypto
import KeyService
import Records

/// What the process tells about itself at `/-/metrics`.
func addGauges(to metrics: Metrics, keys: KeyService, clock: any Clock) {
    let startedAt = Double(clock.nowMilliseconds()) / 1000
    metrics.addGauge("trent_process_start_time_seconds", help: "When the server started, in Unix time.") { startedAt }
    metrics.addGauge("trent_cached_keys", help: "Keys whose material is in memory.") {
        Double(keys.statistics.cachedKeys)
    }
    metrics.addGauge("trent_key_cache_hits", help: "Calls since the start that found their key in memory.") {
        Double(keys.statistics.keyCacheHits)
    }
    metrics.addGauge("trent_key_cache_misses", help: "Calls since the start that had to read their key.") {
        Double(keys.statistics.keyCacheMisses)
    }
    metrics.addGauge("trent_secret_memory_locked_bytes", help: "Memory for secrets that can't be swapped out.") {
        Double(SecretMemory.usage.locked)
    }
    metrics.addGauge(
        "trent_secret_memory_unlocked_bytes", help: "Memory for secrets that is not locked (see ulimit -l)."
    ) { Double(SecretMemory.usage.unlocked) }
}
