// The load generator of the benchmark: one run, one JSON object on standard output. `driver` starts it.
#include "load/HeldRun.h"
#include "load/RequestRun.h"
#include "load/StreamRun.h"
#include "net/EndOfInput.h"

#include <cstdio>
#include <stdexcept>

namespace lanyard::bench {

namespace {

template <class Run>
void runAndReport(EventLoop& loop, const Options& options)
{
    Run run(loop, options);
    run.start();
    loop.run();
    Report report;
    run.report(report);
    report.print();
}

void runMode(const Options& options)
{
    EventLoop loop;
    if (options.mode == "closed" || (options.mode == "open" && options.rate > 0))
        return runAndReport<RequestRun>(loop, options);
    if (options.mode == "streams" && options.chunkEvery > 0)
        return runAndReport<StreamRun>(loop, options);
    if (options.mode == "idle" || (options.mode == "stalled" && options.chunks > 0)) {
        const EndOfInput end(loop, [&loop] { loop.stop(); });
        return runAndReport<HeldRun>(loop, options);
    }
    throw std::invalid_argument(
        "mode '" + options.mode +
        "' is unknown or misses its option: open --rate, streams --chunk-every-us, stalled --chunks");
}

} // namespace

} // namespace lanyard::bench

int main(int argc, char** argv)
{
    using namespace lanyard::bench;
    raiseFileLimit();
    try {
        runMode(parseOptions(argc, argv));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_load: %s\n", error.what());
        return 1;
    }
}
