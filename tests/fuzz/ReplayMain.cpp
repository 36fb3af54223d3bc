#include "Targets.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

// Runs kept inputs through one target, without libFuzzer: what was found once stays found in every ordinary build.
//   fuzz_replay TARGET FOLDER...

namespace {

namespace files = std::filesystem;

struct Target
{
    const char* name;
    void (*run)(std::string_view);
};

constexpr Target kTargets[]{
    {"request_guard", lanyard::fuzz::fuzzRequestGuard},
    {"response_framer", lanyard::fuzz::fuzzResponseFramer},
    {"event_splitters", lanyard::fuzz::fuzzEventSplitters},
    {"json_slices", lanyard::fuzz::fuzzJsonSlices},
    {"apply_file", lanyard::fuzz::fuzzApplyFile},
    {"client_requests", lanyard::fuzz::fuzzClientRequests},
    {"provider_answers", lanyard::fuzz::fuzzProviderAnswers},
};

std::string contentOf(const files::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<files::path> inputsIn(const files::path& folder)
{
    std::vector<files::path> found;
    if (files::is_directory(folder)) {
        for (const auto& entry : files::directory_iterator(folder))
            found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// How many inputs there were.
std::size_t replay(const Target& target, const files::path& folder)
{
    const std::vector<files::path> inputs = inputsIn(folder);
    for (const files::path& input : inputs) {
        std::printf("%s\n", input.string().c_str());
        std::fflush(stdout); // a broken promise ends the program: its input is the last one named
        target.run(contentOf(input));
    }
    return inputs.size();
}

} // namespace

int main(int count, char** arguments)
{
    const auto target = std::find_if(std::begin(kTargets), std::end(kTargets), [&](const Target& one) {
        return count > 2 && std::string_view(one.name) == arguments[1];
    });
    if (target == std::end(kTargets)) {
        std::fprintf(stderr, "fuzz_replay TARGET FOLDER...: no such target, or no folder\n");
        return 2;
    }
    std::size_t inputs = 0;
    for (int i = 2; i < count; ++i)
        inputs += replay(*target, arguments[i]);
    std::printf("%zu inputs kept every promise\n", inputs);
    return inputs > 0 ? 0 : 1;
}
