#pragma once

class QButtonGroup;

namespace ptycho {

/// Tab stops at the chosen button of a choice and passes the others by; arrow keys go on from there. Without this it
/// stops at the one that was added or focused last, which need not be the chosen one.
void stopAtChosen(QButtonGroup& group);

}  // namespace ptycho
