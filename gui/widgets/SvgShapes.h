#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QColor>
#include <QPainterPath>
#include <QRectF>

#include <optional>
#include <vector>

class QPainter;

namespace lanyard {

/// A drawing of our own icons: the small part of SVG that resources/icons/README.md describes.
class SvgShapes
{
public:
    /// Errors: InvalidArgument with the element or attribute that is not understood.
    static Result<SvgShapes> parse(const QByteArray& svg);

    /// Fits the view box into `target`; `currentColor` is what the monochrome parts are drawn in.
    void paint(QPainter& painter, const QRectF& target, const QColor& currentColor) const;
    bool isEmpty() const { return m_shapes.empty(); }

private:
    /// No colour = not drawn; an invalid QColor = currentColor.
    using Ink = std::optional<QColor>;
    struct Style
    {
        Ink fill = QColor(Qt::black);
        Ink stroke;
        double strokeWidth = 1;
    };
    struct Shape
    {
        QPainterPath path;
        Style style;
    };
    class Reader;

    QRectF m_viewBox;
    std::vector<Shape> m_shapes;
};

} // namespace lanyard
