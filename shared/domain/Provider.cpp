#include "shared/domain/Provider.h"

namespace mergeloom {

bool isAsked(const ProviderField &field, const ProviderKind &kind, const ProviderProfile &profile)
{
    if (field.whenField.isEmpty())
        return true;
    for (const ProviderField &choice : kind.form)
        if (choice.name == field.whenField) {
            QString made = choice.lockedBy.isEmpty() ? profile.options.value(choice.name) : choice.lockedValue;
            return field.whenValues.contains(made.isEmpty() ? choice.choices.value(0) : made);
        }
    return false;
}

} // namespace mergeloom
