#pragma once

namespace lanyard {

/// One callable of many, for std::visit: Overloaded{[](const A&) {}, [](const B&) {}}.
template<class... Ts>
struct Overloaded : Ts...
{
    using Ts::operator()...;
};
template<class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

} // namespace lanyard
