#pragma once

#include "config/ConfigFields.h"

#include <limits>

namespace lanyard {

// The kinds of value that fields hold. A kind has type() for the reference, kShape, read() and write(); field() below
// joins one with a member. Only ConfigFields.cpp includes this.

template<class Number, std::uint64_t Minimum, std::uint64_t Maximum>
struct WholeNumber
{
    static constexpr FieldShape kShape = FieldShape::Number;
    static std::string type() { return "whole number from " + std::to_string(Minimum) + " to " + std::to_string(Maximum); }
    static void read(const FieldReader& in, Number& out)
    {
        if (const auto value = in.wholeNumber(Minimum, Maximum))
            out = static_cast<Number>(*value);
    }
    static ConfigNode write(Number value) { return ConfigNode::text(std::to_string(value)); }
};

template<class Number, std::uint64_t Minimum, std::uint64_t Maximum>
struct OptionalNumber : WholeNumber<Number, Minimum, Maximum>
{
    static void read(const FieldReader& in, std::optional<Number>& out)
    {
        if (const auto value = in.wholeNumber(Minimum, Maximum))
            out = static_cast<Number>(*value);
    }
    static ConfigNode write(const std::optional<Number>& value)
    {
        return value ? ConfigNode::text(std::to_string(*value)) : ConfigNode{};
    }
};

struct Milliseconds
{
    static constexpr std::uint64_t kDayMs = 86'400'000;
    static constexpr FieldShape kShape = FieldShape::Number;
    static std::string type() { return "milliseconds, at most a day; 0 = no limit"; }
    static void read(const FieldReader& in, std::chrono::milliseconds& out)
    {
        if (const auto value = in.wholeNumber(0, kDayMs))
            out = std::chrono::milliseconds{*value};
    }
    static ConfigNode write(std::chrono::milliseconds value) { return ConfigNode::text(std::to_string(value.count())); }
};

struct Flag
{
    static constexpr FieldShape kShape = FieldShape::Bool;
    static std::string type() { return "true or false"; }
    static void read(const FieldReader& in, bool& out) { out = in.flag().value_or(out); }
    static ConfigNode write(bool value) { return ConfigNode::text(value ? "true" : "false"); }
};

struct PlainText
{
    static constexpr FieldShape kShape = FieldShape::Text;
    static std::string type() { return "text"; }
    static void read(const FieldReader& in, std::string& out)
    {
        if (const auto text = in.scalar("text"))
            out = *text;
    }
    static ConfigNode write(const std::string& value) { return value.empty() ? ConfigNode{} : ConfigNode::text(value); }
};

struct KindWord
{
    static constexpr FieldShape kShape = FieldShape::Text;
    static std::string type() { return "openai, azure, anthropic, gemini, ollama, dashscope, ernie, aliyun-ocr or demo"; }
    static void read(const FieldReader& in, ProviderKind& out);
    static ConfigNode write(ProviderKind value) { return ConfigNode::text(toString(value)); }
};

struct StrategyWord
{
    static constexpr FieldShape kShape = FieldShape::Text;
    static std::string type() { return "priority, weighted, random, least-busy, fastest or headroom"; }
    static void read(const FieldReader& in, std::optional<Strategy>& out);
    static ConfigNode write(std::optional<Strategy> value) { return value ? ConfigNode::text(toString(*value)) : ConfigNode{}; }
};

struct ErrorStyleWord
{
    static constexpr FieldShape kShape = FieldShape::Text;
    static std::string type() { return "status or chat"; }
    static void read(const FieldReader& in, std::optional<ErrorStyle>& out);
    static ConfigNode write(std::optional<ErrorStyle> value) { return value ? ConfigNode::text(toString(*value)) : ConfigNode{}; }
};

struct TextList
{
    static constexpr FieldShape kShape = FieldShape::TextList;
    static std::string type() { return "list of texts"; }
    static void read(const FieldReader& in, std::vector<std::string>& out);
    static ConfigNode write(const std::vector<std::string>& value);
};

/// Names and texts, in order.
struct TextMap
{
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    static constexpr FieldShape kShape = FieldShape::TextMap;
    static std::string type() { return "map of texts"; }
    static void read(const FieldReader& in, Pairs& out);
    static ConfigNode write(const Pairs& value);
};

/// What depends on the provider's kind; a key that no kind has is refused here, one of another kind by ConfigValidation.
struct KindOptions
{
    using Map = std::map<std::string, std::string>;
    static constexpr FieldShape kShape = FieldShape::TextMap;
    static std::string type() { return "map; openai: responses (true when the service speaks /responses); azure: api_version; ernie: api (v1 or v2)"; }
    static void read(const FieldReader& in, Map& out);
    static ConfigNode write(const Map& value);
};

struct Amount
{
    static constexpr FieldShape kShape = FieldShape::Text;
    static std::string type() { return "US dollars, a decimal with at most nine digits after the point"; }
    static std::optional<Money> parse(const FieldReader& in);
    static void read(const FieldReader& in, Money& out) { out = parse(in).value_or(out); }
    static ConfigNode write(Money value) { return ConfigNode::text(value.toShortString()); }
};

struct OptionalAmount : Amount
{
    static void read(const FieldReader& in, std::optional<Money>& out)
    {
        if (const auto value = parse(in))
            out = value;
    }
    static ConfigNode write(const std::optional<Money>& value) { return value ? Amount::write(*value) : ConfigNode{}; }
};

/// A factor, kept in millionths.
struct Multiplier
{
    static constexpr FieldShape kShape = FieldShape::Text;
    static std::string type() { return "decimal from 0 to 1000 with at most six digits after the point"; }
    static void read(const FieldReader& in, std::int64_t& out);
    static ConfigNode write(std::int64_t micro);
};

/// A moment: a date (00:00 UTC) or an ISO 8601 date and time with its offset.
struct Moment
{
    static constexpr FieldShape kShape = FieldShape::Text;
    static std::string type() { return "date (2027-01-01, from 00:00 UTC) or date and time (2027-01-01T12:00:00Z)"; }
    static void read(const FieldReader& in, std::optional<WallTime>& out);
    static ConfigNode write(const std::optional<WallTime>& value);
};

struct PeriodWord
{
    static constexpr FieldShape kShape = FieldShape::Text;
    static std::string type() { return "daily, weekly, monthly or total"; }
    static void read(const FieldReader& in, BudgetPeriod& out);
    static ConfigNode write(BudgetPeriod value) { return ConfigNode::text(toString(value)); }
};

struct ZoneName
{
    static constexpr FieldShape kShape = FieldShape::Text;
    static std::string type() { return "name of a time zone, like Europe/Berlin"; }
    static void read(const FieldReader& in, std::string& out);
    static ConfigNode write(const std::string& value) { return PlainText::write(value); }
};

/// A map from a model's name to limits, in order; replaces the map.
struct LimitsByModel
{
    static constexpr FieldShape kShape = FieldShape::NumberMap;
    static std::string type() { return "map of limits"; }
    static void read(const FieldReader& in, std::vector<ModelLimits>& out);
    static ConfigNode write(const std::vector<ModelLimits>& value, WriteMode mode);
};

/// A list of tiers; replaces the list.
struct TierList
{
    static constexpr FieldShape kShape = FieldShape::TextMap;
    static std::string type() { return "list: see tier"; }
    static void read(const FieldReader& in, std::vector<PriceTier>& out);
    static ConfigNode write(const std::vector<PriceTier>& value, WriteMode mode);
};

/// A list of prices with the dates they begin on; replaces the list.
struct ChangeList
{
    static constexpr FieldShape kShape = FieldShape::TextMap;
    static std::string type() { return "list: maps as price, with effective (a date) and without changes"; }
    static void read(const FieldReader& in, std::vector<DatedPrice>& out);
    static ConfigNode write(const std::vector<DatedPrice>& value, WriteMode mode);
};

/// A provider's header fields, some with values that are secret.
Field<ProviderConfig> headerFields(std::string_view key, std::string_view text);

struct HiddenText
{
    static constexpr FieldShape kShape = FieldShape::Text;
    static std::string type() { return "secret text"; }
    static void read(const FieldReader& in, Secret& out);
};

/// A map of fields that is merged into what is there.
template<class T, FieldShape Shape>
struct FieldGroup
{
    static constexpr FieldShape kShape = Shape;
    static std::string type() { return "map: see " + std::string(fieldsOf<T>().title); }
    static void read(const FieldReader& in, T& out)
    {
        if (in.node().kind != ConfigNode::Kind::Map) {
            in.expected("a map");
            return;
        }
        if (in.replaceWhole())
            out = T{};
        readFields(in.node(), in.path(), in.problems(), in.replaceWhole(), out);
    }
    static void read(const FieldReader& in, std::optional<T>& out)
    {
        T value = out.value_or(T{});
        read(in, value);
        out = value;
    }
    static ConfigNode write(const T& value, WriteMode mode)
    {
        ConfigNode map = ConfigNode::map();
        for (const Field<T>& field : fieldsOf<T>().fields) {
            if (field.isDefault(value) && mode == WriteMode::Short)
                continue;
            ConfigNode written = field.write(value, mode);
            if (written.kind != ConfigNode::Kind::Null)
                map.fields.emplace_back(field.key, std::move(written));
        }
        return map;
    }
    static ConfigNode write(const std::optional<T>& value, WriteMode mode) { return value ? write(*value, mode) : ConfigNode{}; }
};

template<class Class, class Member>
Class classOf(Member Class::*);

template<class Kind, auto Member>
auto field(std::string_view key, std::string_view text)
{
    using T = decltype(classOf(Member));
    Field<T> made{key, Kind::type(), text, Kind::kShape};
    made.read = [](const FieldReader& in, T& object) {
        if (in.isNull())
            object.*Member = T{}.*Member;
        else
            Kind::read(in, object.*Member);
    };
    made.isDefault = [](const T& object) { return object.*Member == T{}.*Member; };
    if constexpr (requires(const T& object) { Kind::write(object.*Member); })
        made.write = [](const T& object, WriteMode) { return Kind::write(object.*Member); };
    else if constexpr (requires(const T& object, WriteMode mode) { Kind::write(object.*Member, mode); })
        made.write = [](const T& object, WriteMode mode) { return Kind::write(object.*Member, mode); };
    return made;
}

template<class T>
Field<T> required(Field<T> field)
{
    field.required = true;
    return field;
}

/// A field that the editor reads itself.
template<class T>
Field<T> special(std::string_view key, std::string_view type, std::string_view text, FieldShape shape = FieldShape::Text)
{
    return {key, std::string(type), text, shape};
}

} // namespace lanyard
