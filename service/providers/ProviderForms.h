#pragma once

#include "service/providers/Provider.h"
#include "shared/core/Result.h"
#include "shared/domain/Provider.h"

#include <QList>

namespace mergeloom {

/// A field with the mark of the environment variable that fixes it, if one does. Every field that has one goes through this.
ProviderField marked(ProviderField field);
ProviderField outputLimitField();
ProviderField contextWindowField();
/// For names that are not those of the price table, such as deployments.
ProviderField pricedAsField();
/// How long a model thinks before it answers; empty: as it does by itself.
ProviderField reasoningEffortField();

/// The kind with those marks of the environment alone that count.
ProviderKind marksOf(ProviderKind kind, FixedFields fixed);
/// The profile with the values that the marks of `kind` fix.
ConfiguredProvider withEnvironment(const ConfiguredProvider &configured, const ProviderKind &kind);

/// Every required field is there, addresses are addresses, choices are among theirs; names the field and what to do.
Result<void> checkForm(const ConfiguredProvider &configured, const ProviderKind &kind);

} // namespace mergeloom
