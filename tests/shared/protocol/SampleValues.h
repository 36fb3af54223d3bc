#pragma once

#include "protocol/JsonFields.h"

namespace lanyard::test {

/// A value of any type that the protocol carries, never its default, different for every `number`.
template<class T>
struct Sample;

template<class T>
T sample(int number)
{
    return Sample<T>::make(number);
}

template<>
struct Sample<bool>
{
    static bool make(int) { return true; }
};

template<std::integral T>
struct Sample<T>
{
    static T make(int number) { return static_cast<T>(number + 1); }
};

template<>
struct Sample<QString>
{
    static QString make(int number) { return QStringLiteral("text %1 \u4e2d\n\"").arg(number); }
};

template<>
struct Sample<Secret>
{
    static Secret make(int number) { return Secret("secret " + std::to_string(number)); }
};

template<>
struct Sample<Money>
{
    static Money make(int number) { return Money::fromNano(1'234'567'890 + number); }
};

template<>
struct Sample<WallTime>
{
    static WallTime make(int number) { return WallTime{std::chrono::milliseconds{1'767'225'600'123 + number}}; }
};

template<>
struct Sample<QJsonObject>
{
    static QJsonObject make(int number) { return {{QStringLiteral("n"), number}}; }
};

template<>
struct Sample<QStringList>
{
    static QStringList make(int number) { return {sample<QString>(number), sample<QString>(number + 1)}; }
};

template<>
struct Sample<TextMap>
{
    static TextMap make(int number) { return {{QStringLiteral("a"), sample<QString>(number)}, {QStringLiteral("b"), QString()}}; }
};

template<class T>
struct Sample<std::optional<T>>
{
    static std::optional<T> make(int number) { return sample<T>(number); }
};

template<class T>
struct Sample<Patch<T>>
{
    static Patch<T> make(int number) { return number % 2 ? Patch<T>::cleared() : Patch<T>(sample<T>(number)); }
};

template<class T>
struct Sample<std::vector<T>>
{
    static std::vector<T> make(int number) { return {sample<T>(number), sample<T>(number + 1)}; }
};

template<HasJsonFields S>
struct Sample<S>
{
    static S make(int number)
    {
        S object;
        std::apply([&](const auto&... field) {
            ((object.*field.member = sample<std::remove_cvref_t<decltype(object.*field.member)>>(number++)), ...);
        }, S::fields());
        return object;
    }
};

} // namespace lanyard::test
