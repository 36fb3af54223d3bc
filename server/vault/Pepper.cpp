#include "vault/Pepper.h"

#include "vault/PrivateFile.h"

#include <sodium.h>

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::size_t kIdBytes = 16; // BLAKE2b's shortest digest; half of it is shown
constexpr std::string_view kIdPurpose = "lanyard api key pepper id";

Result<ApiKeyPepper> makeFile(const std::filesystem::path& file)
{
    ApiKeyPepper pepper{};
    randombytes_buf(pepper.data(), pepper.size());
    const Result<void> written =
        createPrivateFile(file, QByteArray(reinterpret_cast<const char*>(pepper.data()), static_cast<qsizetype>(pepper.size())));
    if (!written)
        return written.error();
    return pepper;
}

} // namespace

PepperId pepperId(const ApiKeyPepper& pepper)
{
    std::array<unsigned char, kIdBytes> digest{};
    crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(kIdPurpose.data()), kIdPurpose.size(),
                       pepper.data(), pepper.size());
    std::array<char, kIdBytes + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), kIdBytes / 2);
    return hex.data();
}

Result<ApiKeyPepper> openPepperFile(const std::filesystem::path& file, const std::optional<PepperId>& expected)
{
    const Result<std::optional<QByteArray>> content = readPrivateFile(file);
    if (!content)
        return content.error();
    if (!content->has_value() && !expected)
        return makeFile(file);
    ApiKeyPepper pepper{};
    if (content->has_value() && static_cast<std::size_t>((*content)->size()) == pepper.size()) {
        std::copy((*content)->begin(), (*content)->end(), reinterpret_cast<char*>(pepper.data()));
        if (!expected || pepperId(pepper) == *expected)
            return pepper;
    }
    return Error{ErrorCode::Corrupt, "the API keys of this database need the file " + file.string() + " that they were made with" +
                                         (content->has_value() ? ", and it holds something else" : ", and it is missing") +
                                         ": put it back from a backup"};
}

} // namespace lanyard
