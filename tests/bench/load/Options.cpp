#include "load/Options.h"

#include <charconv>
#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <string_view>

namespace lanyard::bench {

namespace {

std::uint64_t numberOf(std::string_view name, std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        throw std::invalid_argument(std::string(name) + " takes a number, not '" + std::string(text) + "'");
    return value;
}

std::vector<int> processesOf(std::string_view name, std::string_view text)
{
    std::vector<int> ids;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        ids.push_back(static_cast<int>(numberOf(name, text.substr(0, comma))));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return ids;
}

void set(Options& options, const std::string& name, std::string_view text)
{
    const auto number = [&] { return numberOf(name, text); };
    const auto milliseconds = [&] { return static_cast<Nanos>(numberOf(name, text)) * kMillisecond; };
    const std::map<std::string, std::function<void()>> setters = {
        {"--port", [&] { options.port = static_cast<std::uint16_t>(number()); }},
        {"--connections", [&] { options.connections = number(); }},
        {"--rate", [&] { options.rate = number(); }},
        {"--chunks", [&] { options.chunks = number(); }},
        {"--chunk-every-us", [&] { options.chunkEvery = static_cast<Nanos>(number()) * kMicrosecond; }},
        {"--ramp", [&] { options.ramp = milliseconds(); }},
        {"--warm-up", [&] { options.warmUp = milliseconds(); }},
        {"--duration", [&] { options.duration = milliseconds(); }},
        {"--request-bytes", [&] { options.requestBytes = number(); }},
        {"--answer-bytes", [&] { options.answerBytes = number(); }},
        {"--watch", [&] { options.watch = processesOf(name, text); }},
    };
    const auto found = setters.find(name);
    if (found == setters.end())
        throw std::invalid_argument("no option " + name);
    found->second();
}

std::string bodyOf(const Options& options)
{
    std::string body = R"({"model":"bench","bench":"chunks=)" + std::to_string(options.chunks) +
                       " every_us=" + std::to_string(options.chunkEvery / kMicrosecond) +
                       " bytes=" + std::to_string(options.answerBytes) + "\"";
    if (options.chunks > 0)
        body += R"(,"stream":true,"stream_options":{"include_usage":true})";
    body += R"(,"max_tokens":256,"temperature":0.2,"messages":[{"role":"system","content":)"
            R"("You are the assistant of a small office. Answer briefly, in the language of the question."},)"
            R"({"role":"user","content":"Where do I find the badge of a visitor, and who may hand it out? )";
    constexpr std::string_view kText = "The meeting starts at nine; please bring the minutes of last week. ";
    for (std::uint64_t left = options.requestBytes; left > 0; left -= std::min<std::uint64_t>(left, kText.size()))
        body += kText.substr(0, left);
    return body + R"("}]})";
}

} // namespace

Options parseOptions(int argc, char** argv)
{
    Options options;
    if (argc < 2)
        throw std::invalid_argument("the first argument is the mode: closed, open, streams, idle or stalled");
    options.mode = argv[1];
    for (int i = 2; i < argc; i += 2) {
        if (i + 1 == argc)
            throw std::invalid_argument(std::string(argv[i]) + " needs a value");
        set(options, argv[i], argv[i + 1]);
    }
    if (options.port == 0 || options.connections == 0)
        throw std::invalid_argument("--port and --connections have to be above 0");
    return options;
}

std::string makeRequest(const Options& options)
{
    const std::string body = bodyOf(options);
    const char* key = std::getenv("BENCH_API_KEY");
    return "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:" + std::to_string(options.port) +
           "\r\nauthorization: Bearer " + (key ? key : "none") +
           "\r\naccept: application/json\r\ncontent-type: application/json\r\nuser-agent: lanyard-bench/1\r\n"
           "content-length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace lanyard::bench
