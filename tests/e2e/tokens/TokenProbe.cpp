#include "tokens/CharacterClass.h"
#include "tokens/Tokenizer.h"

#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

// Shows the tokenizer to the comparison with the reference: token_probe cl100k|o200k TEXTS TOKENS
// TEXTS holds records of a length (4 bytes, the machine's order) and as many bytes; TOKENS gets for each a number of
// tokens and the tokens, 4 bytes each. Prints the seconds that encoding and counting took.
// token_probe classes FILE writes the class of every code point, a digit each.

namespace {

using namespace lanyard;
using SteadyClock = std::chrono::steady_clock;

double secondsSince(SteadyClock::time_point start)
{
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

std::vector<std::string_view> recordsOf(std::string_view file)
{
    std::vector<std::string_view> records;
    while (file.size() >= sizeof(std::uint32_t)) {
        std::uint32_t length = 0;
        std::memcpy(&length, file.data(), sizeof length);
        records.push_back(file.substr(sizeof length, length));
        file.remove_prefix(std::min(file.size(), sizeof length + length));
    }
    return records;
}

void appendNumber(std::string& out, std::size_t number)
{
    const auto value = static_cast<std::uint32_t>(number);
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void write(const char* file, const std::string& content)
{
    std::ofstream(file, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
}

int writeClasses(const char* file)
{
    std::string classes;
    for (std::uint32_t code = 0; code < 0x110000; ++code)
        classes.push_back(static_cast<char>('0' + static_cast<int>(characterClass(code))));
    write(file, classes);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 3 && std::strcmp(argv[1], "classes") == 0)
        return writeClasses(argv[2]);
    if (argc != 4) {
        std::fprintf(stderr, "usage: token_probe cl100k|o200k TEXTS TOKENS\n");
        return 2;
    }
    const Tokenizer& tokenizer =
        Tokenizer::of(std::strcmp(argv[1], "cl100k") == 0 ? Encoding::Cl100k : Encoding::O200k);
    std::ifstream in(argv[2], std::ios::binary);
    const std::string file((std::istreambuf_iterator<char>(in)), {});
    const std::vector<std::string_view> records = recordsOf(file);

    std::string out;
    std::size_t total = 0;
    const auto encodeStart = SteadyClock::now();
    for (const std::string_view record : records) {
        const std::vector<TokenRank> tokens = tokenizer.encode(record);
        appendNumber(out, tokens.size());
        out.append(reinterpret_cast<const char*>(tokens.data()), tokens.size() * sizeof(TokenRank));
        total += tokens.size();
    }
    const double encodeSeconds = secondsSince(encodeStart);

    std::size_t counted = 0;
    const auto countStart = SteadyClock::now();
    for (const std::string_view record : records)
        counted += tokenizer.count(record);
    const double countSeconds = secondsSince(countStart);

    write(argv[3], out);
    std::printf("{\"encodeSeconds\":%.4f,\"countSeconds\":%.4f,\"encoded\":%zu,\"counted\":%zu}\n", encodeSeconds,
                countSeconds, total, counted);
    return 0;
}
