#include "config/TextRules.h"

#include "base/Http.h"
#include "settings/QuotedText.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::size_t kNameCharacters = 100;
constexpr std::size_t kUpstreamModelCharacters = 200;
constexpr std::size_t kHeaderValueBytes = 4096;
constexpr std::size_t kCredentialKeyBytes = 8192;
constexpr std::size_t kShortestApiKey = 8;
constexpr std::size_t kLongestApiKey = 256;

constexpr std::array<std::string_view, 12> kFramingHeaders{
    "Host", "Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding", "Connection",
    "Keep-Alive", "TE", "Trailer", "Upgrade", "Expect", "Accept-Encoding"};
constexpr std::array<std::string_view, 6> kSecretHeaders{
    "Authorization", "Proxy-Authorization", "Cookie", "X-Api-Key", "Api-Key", "X-Goog-Api-Key"};

bool contains(const auto& names, std::string_view name)
{
    return std::any_of(names.begin(), names.end(), [&](std::string_view known) { return equalsIgnoringCase(known, name); });
}

bool isVisibleAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

/// RFC 9110: the characters of a field name.
bool isTokenCharacter(char c)
{
    const bool letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letterOrDigit || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

std::size_t characters(std::string_view utf8)
{
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string lengthProblem(std::string_view text, std::size_t maximum)
{
    if (text.empty())
        return "must not be empty";
    if (characters(text) > maximum)
        return "must not be longer than " + std::to_string(maximum) + " characters";
    return {};
}

} // namespace

bool hasControlCharacter(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        // U+0080..U+009F are C2 80..C2 9F in UTF-8.
        const bool c1 = c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c < 0x20 || c == 0x7F || c1)
            return true;
    }
    return false;
}

std::string nameProblem(std::string_view name)
{
    if (std::string problem = lengthProblem(name, kNameCharacters); !problem.empty())
        return problem;
    if (hasControlCharacter(name))
        return "must not hold control characters";
    if (name.front() == ' ' || name.back() == ' ')
        return "must not begin or end with a space";
    return {};
}

std::string providerNameProblem(std::string_view name)
{
    if (name.find_first_of(":/") != std::string_view::npos)
        return "must not hold : or /";
    return nameProblem(name);
}

std::string upstreamModelProblem(std::string_view name)
{
    if (std::string problem = lengthProblem(name, kUpstreamModelCharacters); !problem.empty())
        return problem;
    return hasControlCharacter(name) ? "must not hold control characters" : "";
}

std::string headerProblem(std::string_view name, std::string_view value)
{
    if (name.empty() || !std::all_of(name.begin(), name.end(), isTokenCharacter))
        return quotedText(name) + " is not a header name";
    if (contains(kSecretHeaders, name))
        return std::string(name) + " would be stored in clear: put the secret into a credential";
    if (contains(kFramingHeaders, name))
        return std::string(name) + " is set by this program and cannot be configured";
    if (hasControlCharacter(value))
        return "the value of " + std::string(name) + " must not hold line breaks or control characters";
    if (value.size() > kHeaderValueBytes)
        return "the value of " + std::string(name) + " is longer than " + std::to_string(kHeaderValueBytes) + " bytes";
    return {};
}

std::string credentialKeyProblem(std::string_view key)
{
    if (!isVisibleAscii(key))
        return "must hold visible ASCII characters only (is there a space or line break at its end?)";
    return key.size() > kCredentialKeyBytes ? "is longer than " + std::to_string(kCredentialKeyBytes) + " characters" : "";
}

std::string apiKeyProblem(std::string_view key)
{
    if (key.size() < kShortestApiKey || key.size() > kLongestApiKey || !isVisibleAscii(key))
        return "must be " + std::to_string(kShortestApiKey) + " to " + std::to_string(kLongestApiKey) + " visible ASCII characters";
    return {};
}

} // namespace lanyard
