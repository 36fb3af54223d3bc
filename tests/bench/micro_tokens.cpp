#include "bench/MicroBenchmark.h"
#include "tokens/Tokenizer.h"

#include <string>

using namespace lanyard;
using namespace lanyard::test;

namespace {

std::string repeated(std::string_view unit, std::size_t bytes)
{
    std::string text;
    while (text.size() < bytes)
        text += unit;
    return text;
}

} // namespace

int main()
{
    const std::string english =
        repeated("The quick brown fox doesn't jump over 13 lazy dogs; it walks around them.\n", 64 * 1024);
    const std::string chinese = repeated("\u4eba\u4eba\u751f\u800c\u81ea\u7531\uff0c\u5728\u5c0a\u4e25\u548c\u6743"
                                         "\u5229\u4e0a\u4e00\u5f8b\u5e73\u7b49\u3002",
                                         64 * 1024);
    const std::string code = repeated(
        "    if (result.size() > kLimit && !m_closed)\n        return finish(Outcome::Refused, 429);\n", 64 * 1024);
    std::printf("Tokens counted (CPU of the thread):\n");
    for (const Encoding encoding : {Encoding::Cl100k, Encoding::O200k}) {
        std::printf("%s\n", encoding == Encoding::Cl100k ? "cl100k" : "o200k");
        measure("unpacking the vocabulary", 1, [&] { Tokenizer made(encoding); });
        const Tokenizer& tokenizer = Tokenizer::of(encoding);
        measure("a sentence of 74 bytes", 10'000, [&] { static_cast<void>(tokenizer.count({english.data(), 74})); });
        measure("64 KiB of English", 20, [&] { static_cast<void>(tokenizer.count(english)); });
        measure("64 KiB of Chinese", 20, [&] { static_cast<void>(tokenizer.count(chinese)); });
        measure("64 KiB of code", 20, [&] { static_cast<void>(tokenizer.count(code)); });
        for (const char* unit : {"a", " ", "ab"}) {
            for (const std::size_t mebibytes : {1U, 4U})
                measure((std::to_string(mebibytes) + " MiB of '" + unit + "'").c_str(), 1,
                        [&, text = repeated(unit, mebibytes << 20)] { static_cast<void>(tokenizer.count(text)); });
        }
    }
    return 0;
}
