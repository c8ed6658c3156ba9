// BoringSSL, which swift-crypto carries, has structures of these names with other fields. Swift sees both libraries and
// takes one name for one structure, so that OpenSSL's are renamed; nobody outside its headers names them.
#define ACCESS_DESCRIPTION_st openssl_ACCESS_DESCRIPTION_st
#define ASN1_ITEM_st openssl_ASN1_ITEM_st
#define asn1_string_st openssl_asn1_string_st
#define ASN1_TEMPLATE_st openssl_ASN1_TEMPLATE_st
#define asn1_type_st openssl_asn1_type_st
#define AUTHORITY_KEYID_st openssl_AUTHORITY_KEYID_st
#define BASIC_CONSTRAINTS_st openssl_BASIC_CONSTRAINTS_st
#define bignum_st openssl_bignum_st
#define bn_gencb_st openssl_bn_gencb_st
#define buf_mem_st openssl_buf_mem_st
#define conf_st openssl_conf_st
#define crypto_ex_data_st openssl_crypto_ex_data_st
#define CRYPTO_dynlock openssl_CRYPTO_dynlock
#define DIST_POINT_NAME_st openssl_DIST_POINT_NAME_st
#define DIST_POINT_st openssl_DIST_POINT_st
#define DSA_SIG_st openssl_DSA_SIG_st
#define EDIPartyName_st openssl_EDIPartyName_st
#define evp_cipher_ctx_st openssl_evp_cipher_ctx_st
#define evp_cipher_info_st openssl_evp_cipher_info_st
#define GENERAL_NAME_st openssl_GENERAL_NAME_st
#define GENERAL_SUBTREE_st openssl_GENERAL_SUBTREE_st
#define hmac_ctx_st openssl_hmac_ctx_st
#define ISSUING_DIST_POINT_st openssl_ISSUING_DIST_POINT_st
#define NAME_CONSTRAINTS_st openssl_NAME_CONSTRAINTS_st
#define Netscape_spkac_st openssl_Netscape_spkac_st
#define Netscape_spki_st openssl_Netscape_spki_st
#define NOTICEREF_st openssl_NOTICEREF_st
#define obj_name_st openssl_obj_name_st
#define otherName_st openssl_otherName_st
#define POLICY_CONSTRAINTS_st openssl_POLICY_CONSTRAINTS_st
#define POLICY_MAPPING_st openssl_POLICY_MAPPING_st
#define POLICYINFO_st openssl_POLICYINFO_st
#define POLICYQUALINFO_st openssl_POLICYQUALINFO_st
#define private_key_st openssl_private_key_st
#define rand_meth_st openssl_rand_meth_st
#define rsa_meth_st openssl_rsa_meth_st
#define rsa_pss_params_st openssl_rsa_pss_params_st
#define USERNOTICE_st openssl_USERNOTICE_st
#define v3_ext_ctx openssl_v3_ext_ctx
#define v3_ext_method openssl_v3_ext_method
#define X509_algor_st openssl_X509_algor_st
#define X509_info_st openssl_X509_info_st
#define x509_purpose_st openssl_x509_purpose_st

#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
