#pragma once

#include "base/Result.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

enum class SettingKind : std::uint8_t { Bool, Integer, Duration, Bytes, Text, Choice, Money, List };
/// "yes or no", "whole number", "milliseconds" ...: for help texts.
std::string_view toString(SettingKind kind);

/// One setting, as every part of the program knows it.
struct Setting
{
    std::string_view key; ///< snake_case: the key in the declarative file, in the CLI and in the database
    SettingKind kind = SettingKind::Text;
    std::string_view defaultValue; ///< in normal form
    std::string_view text;         ///< one sentence
    std::int64_t minimum = 0;      ///< Integer; Duration in ms; Bytes in bytes; Text and List in bytes of text
    std::int64_t maximum = 0;
    std::vector<std::string_view> choices = {};
    std::vector<std::string_view> aliases = {};
    bool needsRestart = false;
    bool secret = false;
    /// Looks at the value (for List: at one item) in normal form; what was expected, or "" when it is fine.
    std::string_view (*check)(std::string_view value) = nullptr;
};

/// Every setting, declared once. Validation, CLI, GUI page, redaction and the reference page follow from it.
///
/// A value travels and is stored as text in normal form: "true"/"false", digits, milliseconds, bytes, list items joined
/// by commas.
class SettingsCatalogue
{
public:
    static std::span<const Setting> all();
    /// By key or alias; null when unknown.
    static const Setting* find(std::string_view key);
    /// The normal form of `text`: "15s" becomes "15000" for a Duration, "50MiB" becomes "52428800" for Bytes.
    /// Errors: NotFound (unknown key, with the nearest known one), InvalidArgument (what was expected and found).
    static Result<std::string> normalise(std::string_view key, std::string_view text);
    static Result<std::string> normalise(const Setting& setting, std::string_view text);
    /// All keys, without aliases.
    static std::vector<std::string_view> keys();
};

/// Typed reading of stored settings: what is not stored has the catalogue's default. The values must be in normal form.
class SettingValues
{
public:
    /// `stored` must outlive this.
    explicit SettingValues(const std::map<std::string, std::string>& stored) : m_stored(stored) {}

    std::string text(std::string_view key) const;
    bool flag(std::string_view key) const;
    std::int64_t number(std::string_view key) const;
    std::chrono::milliseconds duration(std::string_view key) const;
    std::vector<std::string> list(std::string_view key) const;

private:
    const std::map<std::string, std::string>& m_stored;
};

} // namespace lanyard
